import type { Socket } from 'socket.io';
import type { z } from 'zod';
import { AppError, toAppError, toFailure } from '@/lib/server/errors';
import type { Subscriber } from '@/lib/server/events/publish';
import { log, withLogContext } from '@/lib/server/log';
import { logRefusal } from '@/lib/server/log-refusal';
import { metrics } from '@/lib/server/metrics';
import { parseInput } from '@/lib/server/parse-input';
import type { Actor } from '@/lib/server/services/actor';
import { singleton } from '@/lib/server/singleton';
import type { Envelope } from '@/lib/shared/errors';

interface Work {
  running: Set<Promise<void>>;
  isStopping: boolean;
}
const work = (): Work =>
  singleton('realtime-work', () => ({ running: new Set<Promise<void>>(), isStopping: false }));

async function perform<S extends z.ZodType, T extends object>(
  event: string,
  schema: S,
  run: (input: z.output<S>) => Promise<T>,
  { payload, requestId }: { payload: unknown; requestId: string },
): Promise<Envelope<T>> {
  const stopTimer = metrics().socketEventSeconds.startTimer({ event });
  // Not logged as an error: the sender tries again with another node.
  if (work().isStopping) {
    stopTimer({ code: 'unavailable' });
    return toFailure(new AppError('unavailable'));
  }
  try {
    const result = await run(parseInput(schema, payload));
    stopTimer({ code: 'ok' });
    return { success: true, ...result };
  } catch (error) {
    const failure = toAppError(error);
    stopTimer({ code: failure.code });
    if (failure.code === 'internal' || failure.code === 'unavailable') {
      log().error({ err: failure.cause ?? failure }, `event.${failure.code}`);
    }
    logRefusal(failure, 'event.refused');
    return toFailure(failure, requestId);
  }
}

/**
 * Makes the listener of a request event: parse, call the service, answer in the HTTP envelope. What a
 * client sends may be anything, the acknowledgement included; nothing of it can throw past here.
 */
export function withAck<S extends z.ZodType, T extends object>(
  event: string,
  schema: S,
  service: (actor: Actor, input: z.output<S>, subscriber: Subscriber) => Promise<T>,
) {
  return (socket: Socket, actor: Actor, args: unknown[]): void => {
    // Socket.IO puts the acknowledgement last, however much or little stands before it.
    const reply = args.at(-1);
    const input = typeof args[0] === 'function' ? undefined : args[0];
    const requestId = crypto.randomUUID();
    const running = withLogContext({ requestId, endpoint: event, userId: actor.userId }, () =>
      perform(event, schema, (parsed) => service(actor, parsed, socket), {
        payload: input,
        requestId,
      }),
    )
      .then((answer) => {
        if (typeof reply === 'function' && socket.connected) reply(answer);
      })
      .catch((error: unknown) => log().error({ err: error, event }, 'ack.failed'))
      .finally(() => work().running.delete(running));
    work().running.add(running);
  };
}

/** Answers an event the server does not have, should its sender wait for an answer. */
export function refuseUnknownEvent(...args: unknown[]): void {
  const reply = args.at(-1);
  if (typeof reply !== 'function') return;
  reply(toFailure(new AppError('not_found', 'There is no such event.')));
}

/** From now on requests are answered `unavailable`; resolves when those under way are answered. */
export async function drainEvents(): Promise<void> {
  work().isStopping = true;
  await Promise.allSettled([...work().running]);
}
