import { once } from 'node:events';
import type { Server } from 'node:http';
import Provider from 'oidc-provider';

/** What the provider says of one of its people, beside who they are to it. */
export interface ProvidedPerson {
  email?: string;
  email_verified?: boolean;
  name?: string;
}

export interface IdentityProvider {
  issuer: string;
  /** Its people by the name they sign in with there. */
  people: Map<string, ProvidedPerson>;
  /** What the product needs to know of it. */
  env: Record<string, string>;
  close(): Promise<void>;
}

const CLIENT = { id: 'parley', secret: 'of this test alone' };

/** A real OpenID provider, which demands PKCE; whoever types a name there is that person. */
export async function openIdentityProvider(options: {
  port: number;
  publicUrl: string;
}): Promise<IdentityProvider> {
  const issuer = `http://127.0.0.1:${options.port}`;
  const people = new Map<string, ProvidedPerson>();
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: CLIENT.id,
        client_secret: CLIENT.secret,
        redirect_uris: [`${options.publicUrl}/api/auth/callback/oidc`],
      },
    ],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    pkce: { required: () => true },
    cookies: { keys: ['of this test alone'] },
    findAccount: (_context, name) => ({
      accountId: name,
      claims: () => ({ sub: name, ...people.get(name) }),
    }),
  });
  const server: Server = provider.listen(options.port, '127.0.0.1');
  await once(server, 'listening');
  return {
    issuer,
    people,
    env: {
      PUBLIC_URL: options.publicUrl,
      OIDC_ISSUER: issuer,
      OIDC_CLIENT_ID: CLIENT.id,
      OIDC_CLIENT_SECRET: CLIENT.secret,
      OIDC_NAME: 'Our Club',
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
