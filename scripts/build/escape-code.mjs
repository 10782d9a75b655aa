import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const toEscape = (/** @type {string} */ unit) =>
  `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;

/**
 * Writes what is not ASCII in the server's code as escapes, which say the same in texts, in expressions and
 * in what becomes an expression. V8 keeps the source of all that it has loaded, and a single sign of that
 * kind makes it hold every sign of the file in two bytes.
 * @param {string} dir
 */
export function escapeCode(dir) {
  for (const entry of readdirSync(dir, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !entry.name.endsWith('.js')) continue;
    const file = path.join(entry.parentPath, entry.name);
    const source = readFileSync(file, 'utf8');
    const escaped = source.replace(/[\u0080-\uffff]/g, toEscape);
    if (escaped !== source) writeFileSync(file, escaped);
  }
}
