import type { MessageDto } from '@/lib/shared/dto';

/** Times of messages stored at the same moment may differ a little in either direction. */
const STEP_MIN_MS = 60_000;

interface Step {
  seq: number;
  /** The time of the message before which the clock was put back. */
  createdAt: string;
}

/**
 * Where a conversation's times go backwards because the server's clock was corrected: the order is
 * that of the numbers. Looks at each message once.
 */
export class ClockSteps {
  #from = 1;
  #to = 0;
  #steps: readonly Step[] = [];

  /** Takes account of what is held now: ascending, with no gap between the numbers. */
  follow(messages: readonly MessageDto[]): void {
    const first = messages[0]?.seq ?? 1;
    const last = first + messages.length - 1;
    const stepsIn = (from: number, to: number): Step[] => {
      const found: Step[] = [];
      for (let seq = Math.max(from, first + 1); seq <= to; seq++) {
        const [above, message] = [messages[seq - first - 1], messages[seq - first]];
        if (above && message && isBefore(message, above)) {
          found.push({ seq, createdAt: message.createdAt });
        }
      }
      return found;
    };
    if (this.#to < this.#from || first > this.#to + 1 || last < this.#from - 1) {
      this.#steps = stepsIn(first, last);
    } else if (first < this.#from || last > this.#to) {
      this.#steps = [
        ...stepsIn(first, this.#from),
        ...this.#steps.filter(({ seq }) => seq > first && seq !== this.#from),
        ...stepsIn(this.#to + 1, last),
      ];
    }
    this.#from = first;
    this.#to = last;
  }

  /** The latest time at which that message can have been sent: it came before those after it. */
  whenOf({ seq, createdAt }: { seq: number | null; createdAt: string }): string {
    if (seq === null) return createdAt;
    let when = createdAt;
    for (const step of this.#steps)
      if (step.seq > seq && step.createdAt < when) when = step.createdAt;
    return when;
  }
}

function isBefore(message: MessageDto, above: MessageDto): boolean {
  return (
    message.createdAt < above.createdAt &&
    Date.parse(above.createdAt) - Date.parse(message.createdAt) > STEP_MIN_MS
  );
}
