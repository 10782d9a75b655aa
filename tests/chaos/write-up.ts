import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../support/build';
import type { BaselineResult } from './baseline';
import type { Result } from './chaos';
import { FINDING_KINDS, FINDINGS } from './findings';
import type { ChaosOptions } from './options';
import { commandOf, describeAgreement, describeFaults } from './report';

const FILE = path.join(ROOT, 'docs/reliability.md');

/** Puts a run into docs/reliability.md, in place of the last one of its kind. */
export function writeResult(result: Result): void {
  const { options, counts } = result;
  const rows = FINDING_KINDS.map((kind) => `| ${FINDINGS[kind]} | ${counts[kind]} |`);
  const name = options.sabotage
    ? `sabotage ${options.sabotage}`
    : options.nodes === 1
      ? 'one node'
      : 'two nodes';
  replaceSection(name, [
    `\`${commandOf(options)}\``,
    '',
    `${options.people} people on ${result.devices} devices; ${result.sent} messages sent, ${result.files} of them files and voice notes, ${result.acknowledged} acknowledged, ${result.stored} stored, ${result.takenBack} taken back before they were sent; ${result.changed} edits, deletions and reactions. Faults: ${describeFaults(result)}. The writing took ${Math.round(result.writingMs / 1_000)} s, and faults struck all the while. ${describeAgreement(result)}`,
    '',
    '| what must not be | count |',
    '|---|---:|',
    ...rows,
  ]);
}

/** The same for the plain clients. */
export function writeBaseline(options: ChaosOptions, results: readonly BaselineResult[]): void {
  replaceSection(`baseline, ${options.nodes === 1 ? 'one node' : 'two nodes'}`, [
    `\`${commandOf(options, '--baseline')}\``,
    '',
    '| client | sent | lost | doubled | stored out of order | never shown to a receiving device | shown out of order |',
    '|---|---:|---:|---:|---:|---:|---:|',
    ...results.map(
      (each) =>
        `| ${each.kind === 'emit' ? 'emit and hope' : 'acknowledgement, retried with a new id'} | ${each.sent} | ${each.lost} | ${each.doubled} | ${each.reordered} | ${each.unseen} of ${each.deliveries} | ${each.shownOutOfOrder} |`,
    ),
  ]);
}

/** Replaces what stands between the marks of a section; a section without marks comes last. */
function replaceSection(name: string, lines: readonly string[]): void {
  const begin = `<!-- begin: ${name} -->`;
  const end = `<!-- end: ${name} -->`;
  const text = readText();
  const section = `${begin}\n${lines.join('\n')}\n${end}`;
  const from = text.indexOf(begin);
  const to = text.indexOf(end);
  const next =
    from < 0 || to < 0
      ? `${text.trimEnd()}\n\n${section}\n`
      : text.slice(0, from) + section + text.slice(to + end.length);
  mkdirSync(path.dirname(FILE), { recursive: true });
  writeFileSync(FILE, next);
}

function readText(): string {
  try {
    return readFileSync(FILE, 'utf8');
  } catch {
    return '# Reliability\n';
  }
}
