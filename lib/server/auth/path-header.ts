/** The header in which the proxy tells a page its own path; a caller's is replaced. */
export const PATH_HEADER = 'x-parley-path';
