import { type CastOptions, Company } from './cast';
import type { Check } from './check';
import { accessChecks } from './checks/access';
import { changeChecks } from './checks/changes';
import { deliveryChecks } from './checks/delivery';
import { peopleChecks } from './checks/people';
import { readingChecks } from './checks/reading';
import { socketChecks } from './checks/sockets';

/** Longer than any check takes on a server that answers. */
const CHECK_TIMEOUT_MS = 60_000;

export const checks: readonly Check[] = [
  ...accessChecks,
  ...deliveryChecks,
  ...readingChecks,
  ...changeChecks,
  ...peopleChecks,
  ...socketChecks,
];

export interface CheckResult {
  title: string;
  /** Null when it holds. */
  fault: string | null;
  tookMs: number;
}

const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);

async function inTime(work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Error(`not done after ${CHECK_TIMEOUT_MS / 1_000} s`)),
      CHECK_TIMEOUT_MS,
    );
  });
  await Promise.race([work, late]).finally(() => clearTimeout(timer));
}

/**
 * Tries every rule of the protocol against a server, one after the other, with accounts made for it and
 * deleted at the end. Throws when no account can be made.
 */
export async function runConformance(
  options: CastOptions & { onResult?: (result: CheckResult) => void },
): Promise<CheckResult[]> {
  const company = new Company(options);
  const results: CheckResult[] = [];
  try {
    await company.gather();
    for (const { title, run } of checks) {
      const startedAt = performance.now();
      const fault = await inTime(run(company)).then(() => null, messageOf);
      const result = { title, fault, tookMs: Math.round(performance.now() - startedAt) };
      results.push(result);
      options.onResult?.(result);
    }
  } finally {
    await company.leave();
  }
  return results;
}
