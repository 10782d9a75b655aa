// `npm run conformance -- URL`: tries the rules of docs/protocol.md against a running server.
import { parseArgs } from 'node:util';
import { type CheckResult, runConformance } from './conformance';

const USAGE = `npm run conformance -- URL [--invitation TOKEN] [--json]

Tries the rules of docs/protocol.md against the server at URL, with accounts that it makes there and
deletes at the end. Exit code 0 when all hold, 1 when one does not, 2 when it could not begin.

  --invitation TOKEN  of an invitation link for at least 15 people, where nobody signs up without one
  --json              the results as JSON, in place of a table
  --help              this text`;

function refuse(message: string): never {
  console.error(`${message}\n\n${USAGE}`);
  process.exit(2);
}

function readArguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        invitation: { type: 'string' },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error));
  }
}

const { values, positionals } = readArguments();
if (values.help) {
  console.log(USAGE);
  process.exit(0);
}
const [address = '', ...more] = positionals;
if (!URL.canParse(address) || !/^https?:/.test(address) || more.length > 0) {
  refuse('The address of one server is needed, such as http://localhost:3000.');
}

const line = ({ title, fault, tookMs }: CheckResult) =>
  `${fault === null ? 'passed' : 'FAILED'}  ${String(tookMs).padStart(6)} ms  ${title}${
    fault === null ? '' : `\n                   ${fault.replaceAll('\n', '\n                   ')}`
  }`;

try {
  const results = await runConformance({
    url: new URL(address).origin,
    invitation: values.invitation,
    onResult: (result) => {
      if (!values.json) console.log(line(result));
    },
  });
  const failed = results.filter(({ fault }) => fault !== null).length;
  if (values.json)
    console.log(JSON.stringify({ passed: results.length - failed, failed, results }));
  else console.log(`\n${results.length - failed} passed, ${failed} failed`);
  process.exit(failed === 0 ? 0 : 1);
} catch (error) {
  console.error(`The checks could not begin: ${error instanceof Error ? error.message : error}`);
  process.exit(2);
}
