const site = String.raw`(?:(?:www|mobile)\.)?(?:x|twitter)\.com`;

/** A pattern for the address of a post without its scheme. It captures the author's handle, if any, and the id. */
export const postAddress = String.raw`${site}/(?:i/web|([A-Za-z0-9_]{1,15}))/status/([0-9]{1,19})`;
