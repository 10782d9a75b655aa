// `npm run admin`, `seed` and `check`: a program of this folder, as it was built, or from its source where the build is
// of other sources. The built one starts in a fifth of the time and needs no development package.
import { isBuildCurrent } from './source-hash.mjs';

const [program = ''] = process.argv.splice(2, 1);
if (isBuildCurrent()) {
  Object.assign(process.env, { NODE_ENV: 'production' });
  await import(new URL(`../dist/${program}.js`, import.meta.url).href);
} else {
  const { register } = await import('tsx/esm/api');
  register();
  await import(new URL(`./${program}.ts`, import.meta.url).href);
}
