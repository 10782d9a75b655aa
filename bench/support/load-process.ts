import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { ROOT } from '../../tests/support/build';
import type { IdleOrder, Order } from '../peers/load';

/** The load, in a process of its own. */
export class Load {
  readonly #child: ChildProcess = fork(`${ROOT}/bench/peers/load.ts`, [], {
    execArgv: ['--import', 'tsx'],
    env: { ...process.env, NODE_ENV: 'production' },
  });

  async run<T>(order: Order | IdleOrder): Promise<T> {
    this.#child.send(order);
    const [answer] = (await once(this.#child, 'message')) as [{ found?: T; error?: string }];
    if (!answer.found) throw new Error(answer.error);
    return answer.found;
  }

  stop(): void {
    this.#child.disconnect();
  }
}
