import Module, { createRequire } from 'node:module';
import path from 'node:path';
import mongoose from 'mongoose';

/**
 * Makes the mongoose of this bundle the one that Next's pages get when they load theirs: it holds the
 * models and the connection. Where nothing is bundled, it is that one already.
 */
export function shareMongoose(): void {
  const require = createRequire(
    path.join(/* turbopackIgnore: true */ process.cwd(), 'package.json'),
  );
  const file = require.resolve('mongoose');
  if (require.cache[file]) return;
  const module = Object.assign(new Module(file), {
    filename: file,
    loaded: true,
    exports: mongoose,
  });
  require.cache[file] = module;
}
