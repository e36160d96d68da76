/**
 * How long work under way, such as a post, may take after a worker was told to end. Then the worker ends anyway, and
 * says so. systemd and Docker wait longer in `deploy/`. Milliseconds.
 */
export const endWithinMs = 20_000;
