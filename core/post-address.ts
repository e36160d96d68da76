/** Where the address of a post goes on after its scheme, for a pattern: with its author's handle, if any, and its id. */
export const postAddress = String.raw`(?:(?:www|mobile)\.)?(?:x|twitter)\.com/(?:i/web|([A-Za-z0-9_]{1,15}))/status/([0-9]{1,19})`;
