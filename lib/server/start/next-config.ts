import { readFileSync } from 'node:fs';
import path from 'node:path';

/**
 * Next's configuration as the build worked it out; it is handed over as its own standalone server does it.
 * Otherwise it runs next.config.mjs again, with all that this needs.
 */
export function readBuiltConfig(root: string): string {
  const file = path.join(root, '.next/required-server-files.json');
  const { config } = JSON.parse(readFileSync(file, 'utf8')) as { config: object };
  return JSON.stringify(config);
}
