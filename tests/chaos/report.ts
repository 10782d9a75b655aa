import type { BaselineResult } from './baseline';
import type { Result } from './chaos';
import { FINDING_KINDS, FINDINGS } from './findings';
import { type ChaosOptions, DEFAULTS, FAULT_KINDS } from './options';

const EXAMPLES_PER_KIND = 5;

/** The result for the terminal. */
export function describeResult(result: Result): string {
  const { counts, findings } = result;
  const lines = [
    `messages: ${result.sent} sent (${result.files} with a file or voice note), ${result.acknowledged} acknowledged, ${result.stored} stored, ${result.takenBack} taken back before; ${result.changed} changes`,
    `faults: ${describeFaults(result)}`,
    `writing took ${Math.round(result.writingMs / 1_000)} s of ${result.options.seconds} s planned`,
    describeAgreement(result),
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

export function describeAgreement({ agreed, settledMs }: Result): string {
  const seconds = (settledMs / 1_000).toFixed(1);
  return agreed
    ? `Everybody agreed ${seconds} s after the last fault.`
    : `They still did not agree ${seconds} s after the last fault.`;
}

export function describeFaults({ faults }: Pick<Result, 'faults'>): string {
  return [...faults].map(([kind, count]) => `${count} ${kind}`).join(', ') || 'none';
}

/** The command that runs the same again. */
export function commandOf(options: ChaosOptions, extra = ''): string {
  const { seed, people, seconds, messages, nodes, faults, sabotage, settleSeconds } = options;
  const parts = [
    `npm run chaos -- --seed ${seed} --nodes ${nodes} --people ${people}`,
    `--seconds ${seconds} --messages ${messages}`,
  ];
  if (faults.length < FAULT_KINDS.length) parts.push(`--faults ${faults.join(',')}`);
  if (settleSeconds !== DEFAULTS.settleSeconds) parts.push(`--settle ${settleSeconds}`);
  if (sabotage) parts.push(`--sabotage ${sabotage}`);
  if (extra) parts.push(extra);
  return parts.join(' ');
}

/** What the plain client came to, for the terminal. */
export function describeBaseline(result: BaselineResult): string {
  const { kind, sent, lost, doubled, reordered, unseen, deliveries, shownOutOfOrder } = result;
  return [
    `baseline "${kind}": ${sent} sent`,
    `${String(lost).padStart(7)}  lost: written and not in the database`,
    `${String(doubled).padStart(7)}  doubled: stored more than once`,
    `${String(reordered).padStart(7)}  reordered: stored out of the order of writing`,
    `${String(unseen).padStart(7)}  never shown on a device of the receiver, of ${deliveries}`,
    `${String(shownOutOfOrder).padStart(7)}  shown out of order on a device of the receiver`,
  ].join('\n');
}
