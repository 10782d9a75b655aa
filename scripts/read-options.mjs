// For the programs that run before anything is built: what they were asked, as runCommand of
// support/command.ts reads it.
import { parseArgs } from 'node:util';

/**
 * The options of this program. With `--help` it prints what that says and ends with 0; with anything that is
 * not understood it prints one line and ends with 2.
 * @template {NonNullable<import('node:util').ParseArgsConfig['options']>} T
 * @param {string} help
 * @param {T} options
 */
export function readOptions(help, options) {
  const all = { ...options, help: { type: /** @type {const} */ ('boolean'), short: 'h' } };
  try {
    const { values } = parseArgs({ options: all });
    if ('help' in values) {
      console.log(help);
      process.exit(0);
    }
    return values;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const unknown = /^(?:Unknown option|Unexpected argument) '([^']*)'/.exec(reason)?.[1];
    const known = Object.keys(all).map((name) => `--${name}`);
    const message = unknown
      ? `"${unknown}" is not understood, only ${known.sort().join(', ')}.`
      : `${reason}.`;
    if (process.argv.includes('--json')) {
      console.log(JSON.stringify({ success: false, code: 'bad_request', message }));
    } else console.error(`${message} --help says more.`);
    process.exit(2);
  }
}
