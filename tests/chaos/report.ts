import type { Result } from './chaos';
import { FINDING_KINDS, FINDINGS } from './findings';

const EXAMPLES_PER_KIND = 5;

/** The result for the terminal. */
export function describeResult(result: Result): string {
  const { counts, findings } = result;
  const lines = [
    `messages: ${result.sent} sent, ${result.acknowledged} acknowledged, ${result.stored} stored`,
    `faults: ${describeFaults(result)}`,
    `convergence: ${(result.settledMs / 1_000).toFixed(1)} s after the last fault`,
    ...FINDING_KINDS.map((kind) => `${String(counts[kind]).padStart(7)}  ${FINDINGS[kind]}`),
  ];
  for (const kind of FINDING_KINDS) {
    const examples = findings.filter((finding) => finding.kind === kind);
    for (const { detail } of examples.slice(0, EXAMPLES_PER_KIND)) {
      lines.push(`${kind}: ${detail}`);
    }
  }
  lines.push(findings.length === 0 ? 'Everybody agrees.' : `${findings.length} findings.`);
  return lines.join('\n');
}

export function describeFaults({ faults }: Pick<Result, 'faults'>): string {
  return [...faults].map(([kind, count]) => `${count} ${kind}`).join(', ') || 'none';
}

/** The command that runs the same again. */
export function commandOf({ options }: Pick<Result, 'options'>): string {
  const { seed, people, seconds, messages, nodes, sabotage } = options;
  const command = `npm run chaos -- --seed ${seed} --nodes ${nodes} --people ${people} --seconds ${seconds} --messages ${messages}`;
  return sabotage ? `${command} --sabotage ${sabotage}` : command;
}
