import { getConfig } from '@/lib/server/config';
import { getStats } from '@/lib/server/services/operator/stats';
import { productVersion } from '@/lib/server/version';
import type { ServerDto } from '@/lib/shared/accounts/admin-schemas';

/** What there is on this server, its version, and the settings in force; of secrets, not even whether they are set. */
export async function describeServer(): Promise<ServerDto> {
  const config = getConfig();
  const { oidc } = config;
  return {
    version: productVersion(),
    nodeVersion: process.versions.node,
    stats: await getStats(),
    settings: {
      signUp: config.signUp,
      people: config.people,
      passwords: config.passwords,
      mailFrom: config.mailFrom,
      provider: oidc && { name: oidc.name, issuer: oidc.issuer },
      publicUrl: config.publicUrl?.origin ?? null,
      trustedProxyHops: config.trustedProxyHops,
      rateLimits: config.rateLimits,
      database: config.mongodbUri ? 'mongodb' : 'built-in',
      images: config.cloudinary ? 'cloudinary' : 'disk',
      redis: config.redisUrl !== null,
    },
  };
}
