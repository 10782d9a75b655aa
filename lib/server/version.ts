import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { singleton } from '@/lib/server/singleton';

/** Which Parley this is, as `package.json` has it. The server runs in the folder that holds it. */
export function productVersion(): string {
  return singleton('version', () => {
    const text = readFileSync(path.join(process.cwd(), 'package.json'), 'utf8');
    return z.object({ version: z.string() }).parse(JSON.parse(text)).version;
  });
}
