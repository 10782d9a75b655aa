import { chromiumEngine } from './chromium';
import type { Engine } from './driver';
import { firefoxEngine } from './firefox';
import { webkitEngine } from './webkit';

/** Every engine that people use. One that this machine cannot run is skipped, loudly. */
export const ENGINES: Engine[] = [chromiumEngine, firefoxEngine, webkitEngine];

for (const { name, missing } of ENGINES) {
  if (missing) {
    process.stderr.write(`\n*** SKIPPED: everything in ${name}. There is no ${missing}. ***\n\n`);
  }
}
