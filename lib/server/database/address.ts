/** The address of a database without its credentials, for logs and error messages. */
export const withoutCredentials = (uri: string): string => uri.replace(/\/\/[^@/]*@/, '//');
