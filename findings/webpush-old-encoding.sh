#!/usr/bin/env bash
# What one would guess: a Web Push library of today encrypts as RFC 8291 has it, and a TTL of 0 ("now or never",
#   RFC 8030, 5.2) goes out as 0.
# What happens, given the same subscription, text and TTL of 0:
#   - @pushforge/builder 2.0.5 writes the draft from before the standard: `Content-Encoding: aesgcm`, with salt and
#     key in headers of their own that no RFC has. Its TTL of 0 is a whole day.
#   - @block65/webcrypto-web-push writes the draft in 1.0.2 and the standard in 2.0.0; there the TTL of 0 is a minute,
#     and every body has the full 4,096 bytes, however short the text.
# Why a chat cares: a push service may refuse the draft (RFC 8291 has one encoding alone), phones with a smaller
#   limit refuse the full body, and a call that was meant for this moment rings when the phone is found again.
#
# Needs: node 20, npm. Exits with 1 when it no longer happens, with 2 when it could not be tried.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund @pushforge/builder@2.0.5 @block65/webcrypto-web-push@2.0.0 \
  block65-draft@npm:@block65/webcrypto-web-push@1.0.2 >/dev/null 2>&1 || exit 2
cat >probe.mjs <<'SCRIPT'
import { createECDH, generateKeyPairSync, randomBytes } from 'node:crypto';
import { buildPushHTTPRequest } from '@pushforge/builder';
import { buildPushPayload } from '@block65/webcrypto-web-push';
import { buildPushPayload as buildDraft } from 'block65-draft';

const browser = createECDH('prime256v1');
browser.generateKeys();
const subscription = {
  endpoint: 'https://push.example.org/one',
  expirationTime: null,
  keys: { p256dh: browser.getPublicKey('base64url'), auth: randomBytes(16).toString('base64url') },
};
const jwk = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' });
const point = Buffer.concat([Buffer.of(4), Buffer.from(jwk.x, 'base64url'), Buffer.from(jwk.y, 'base64url')]);
const vapid = { subject: 'mailto:ops@example.org', publicKey: point.toString('base64url'), privateKey: jwk.d };
const options = { ttl: 0 };
const message = { data: 'hello', options };
const made = {
  pushforge: await buildPushHTTPRequest({
    privateJWK: jwk,
    subscription,
    message: { payload: 'hello', adminContact: vapid.subject, options },
  }),
  'block65 1': await buildDraft(message, subscription, vapid),
  'block65 2': await buildPushPayload(message, subscription, vapid),
};
const seen = {};
for (const [name, { headers, body }] of Object.entries(made)) {
  const all = new Headers(headers);
  seen[name] = [all.get('content-encoding'), all.has('encryption'), Number(all.get('ttl')), body.byteLength];
  console.log(name, { encoding: seen[name][0], saltInHeader: seen[name][1], ttl: seen[name][2], bytes: seen[name][3] });
}
console.log(`node ${process.versions.node}`);
const [forge, draft, standard] = Object.values(seen);
const asTold =
  forge[0] === 'aesgcm' && forge[1] && forge[2] === 86_400 &&
  draft[0] === 'aesgcm' && draft[1] &&
  standard[0] === 'aes128gcm' && !standard[1] && standard[2] === 60 && standard[3] === 4_096;
process.exit(asTold ? 0 : 1);
SCRIPT
node probe.mjs
