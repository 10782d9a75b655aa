import { DAY_MS } from '@/lib/shared/limits';
import { numbersOf, SCENES, type Scene } from './pictures';

/** One message of a talk. */
export interface Line {
  isFirst: boolean;
  text: string;
  /** The kind of its picture, if it has one. */
  scene: string | null;
  /** What the other one put on it. */
  reaction: string | null;
  /** How many messages above the one it answers stands; null when it answers none. */
  answersAbove: number | null;
  isEdited: boolean;
  at: Date;
}

const MOMENT = /^@(\d+) (\d+):(\d+)$/;
const MESSAGE = /^([<>]) (?:\[(\w+)\] ?)?(.*?)(?: \{(?:\^(\d+))?(\*)?([^}]*)\})?$/;
/** Somebody reads, thinks and types in between. */
const PAUSE_MIN_MS = 25_000;
const PAUSE_SPREAD_MS = 150_000;

export function isScene(name: string): name is Scene {
  return Object.hasOwn(SCENES, name);
}

/** The messages of a talk as of now, oldest first; none of them is ahead of now. */
export function readTalk(lines: string, now: Date): Line[] {
  const next = numbersOf(lines);
  const talk: Line[] = [];
  let at = now.getTime();
  for (const line of lines.trim().split('\n')) {
    const moment = MOMENT.exec(line);
    if (moment) {
      const [, days, hour, minute] = moment.map(Number);
      const day = new Date(now.getTime() - (days ?? 0) * DAY_MS);
      at = day.setHours(hour ?? 0, minute ?? 0, 0, 0);
      continue;
    }
    const [, side, scene, text, above, edited, reaction] = MESSAGE.exec(line) ?? [];
    if (!side) throw new Error(`the demo cannot read the line ${line}`);
    talk.push({
      isFirst: side === '>',
      text: text ?? '',
      scene: scene ?? null,
      reaction: reaction || null,
      answersAbove: above ? Number(above) : null,
      isEdited: edited === '*',
      at: new Date(at),
    });
    at += PAUSE_MIN_MS + next() * PAUSE_SPREAD_MS;
  }
  return notAhead(talk, now);
}

/** Before the hour of its last moment, a talk of today is moved to end a little ago. */
function notAhead(talk: Line[], now: Date): Line[] {
  const last = talk.at(-1);
  const ahead = last ? last.at.getTime() - (now.getTime() - 10 * 60_000) : 0;
  if (ahead <= 0) return talk;
  const today = new Date(now).setHours(0, 0, 0, 0);
  return talk.map((line) =>
    line.at.getTime() >= today ? { ...line, at: new Date(line.at.getTime() - ahead) } : line,
  );
}
