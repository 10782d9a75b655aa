/**
 * The library that makes and checks passkeys, loaded when the first is used: it brings two hundred modules
 * for certificates.
 */
export const passkeys = () => import('@simplewebauthn/server');
