import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { MessageDto } from '@/lib/shared/dto';
import { TEXT_MAX_CHARACTERS } from '@/lib/shared/limits';
import { expectFailure, expectSuccess, nextEvent, type Person } from '../../support/person';
import type { Check } from '../check';

/** Each writes so many, over both transports. */
const CONCURRENT_COUNT = 15;
const ONE_PIXEL_PNG =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGP4z8DwHwAFAAH/iZk9HQAAAABJRU5ErkJggg==';

const sendByHttp = (from: Person, to: Person, json: object) =>
  from.call<{ newMessage: MessageDto }>(`/api/messages/send/${to.id}`, { method: 'POST', json });

const numbers = (count: number) => Array.from({ length: count }, (_, at) => at + 1);

/** How messages get their numbers and places. */
export const deliveryChecks: readonly Check[] = [
  {
    title: 'numbers are 1, 2, 3 … without gap or repeat while two people write at once',
    async run({ pair }) {
      const [ada, ben] = pair();
      const [left, right] = await Promise.all([ada.connect(), ben.connect()]);
      const sends: Promise<MessageDto>[] = [];
      for (let number = 0; number < CONCURRENT_COUNT; number++) {
        for (const [from, to, socket] of [
          [ada, ben, left],
          [ben, ada, right],
        ] as const) {
          const clientId = randomUUID();
          const text = `${from.id} ${number}`;
          sends.push(
            number % 2 === 0
              ? from.send(to, text, clientId)
              : socket.emitWithAck('message:send', { to: to.id, text, clientId }).then((answer) => {
                  if (!answer.success) throw new Error(answer.message);
                  return answer.newMessage;
                }),
          );
        }
      }
      const sent = await Promise.all(sends);
      const seqs = sent.map(({ seq }) => seq).sort((a, b) => a - b);
      assert.deepEqual(seqs, numbers(2 * CONCURRENT_COUNT));
      const [mine, theirs] = await Promise.all([ada.wholeHistory(ben), ben.wholeHistory(ada)]);
      assert.deepEqual(
        mine.map(({ seq }) => seq),
        numbers(2 * CONCURRENT_COUNT),
      );
      const form = ({ _id, seq, text }: MessageDto) => ({ _id, seq, text });
      assert.deepEqual(mine.map(form), theirs.map(form));
      left.disconnect();
      right.disconnect();
    },
  },
  {
    title: 'one clientId makes one message, by both transports and at the same moment',
    async run({ pair }) {
      const [ada, ben] = pair();
      const socket = await ada.connect();
      const clientId = randomUUID();
      const payload = { to: ben.id, text: 'once', clientId };
      const answers = await Promise.all([
        sendByHttp(ada, ben, payload),
        sendByHttp(ada, ben, payload),
        socket.emitWithAck('message:send', payload),
        socket.emitWithAck('message:send', payload),
      ]);
      const ids = answers.map((answer) => {
        const body = 'body' in answer ? answer.body : answer;
        if (!body.success) throw new Error(body.message);
        return body.newMessage._id;
      });
      assert.equal(new Set(ids).size, 1);
      const later = await sendByHttp(ada, ben, { text: 'something else', clientId });
      assert.equal(later.status, 200);
      assert.equal(expectSuccess(later).newMessage.text, 'once');
      assert.equal((await ben.history(ada)).messages.length, 1);
      // Somebody else's clientId is their own.
      const other = await sendByHttp(ben, ada, { text: 'mine', clientId });
      assert.equal(other.status, 201);
      socket.disconnect();
    },
  },
  {
    title: 'two people who both write first have one conversation',
    async run({ pair }) {
      const [ada, ben] = pair();
      const [one, other] = await Promise.all([ada.send(ben, 'first'), ben.send(ada, 'first')]);
      assert.equal(one.conversationId, other.conversationId);
      assert.deepEqual([one.seq, other.seq].sort(), [1, 2]);
    },
  },
  {
    title: 'text is 1 to 4,000 characters, kept as sent; nobody and nothing is refused',
    async run({ pair }) {
      const [ada, ben] = pair();
      const text = '👩‍👩‍👧 שלום\n e\u0301 <b>&amp;</b>';
      assert.equal((await ada.send(ben, `\n${text}\n`)).text, text);
      const longest = '🙂'.repeat(TEXT_MAX_CHARACTERS);
      assert.equal((await ada.send(ben, longest)).text, longest);
      for (const bad of ['', '   ', `${longest}!`, 7, null, { $gt: '' }]) {
        const refused = expectFailure(await sendByHttp(ada, ben, { text: bad }));
        assert.deepEqual([refused.status, refused.code], [400, 'bad_request']);
      }
      const noUuid = await sendByHttp(ada, ben, { text: 'x', clientId: 'not a uuid' });
      assert.equal(expectFailure(noUuid).fields?.clientId !== undefined, true);
      const nobody = `/api/messages/send/${'0'.repeat(24)}`;
      const toNobody = await ada.call(nobody, { method: 'POST', json: { text: 'x' } });
      assert.equal(expectFailure(toNobody).code, 'not_found');
    },
  },
  {
    title: 'a picture comes with its size, to signed-in people alone; what is none is 415',
    async run({ url, pair }) {
      const [ada, ben] = pair();
      const { newMessage } = expectSuccess(await sendByHttp(ada, ben, { image: ONE_PIXEL_PNG }));
      const { image } = newMessage;
      assert.deepEqual([image?.width, image?.height, newMessage.text], [1, 1, '']);
      const address = new URL(image?.url ?? '', url);
      if (address.origin === url) {
        const asBen = await fetch(address, { headers: { authorization: `Bearer ${ben.token}` } });
        assert.equal(asBen.status, 200);
        assert.match(asBen.headers.get('content-type') ?? '', /^image\//);
        assert.equal((await fetch(address)).status, 401);
      }
      const text = `data:image/png;base64,${Buffer.from('<svg/>').toString('base64')}`;
      const refused = expectFailure(await sendByHttp(ada, ben, { image: text }));
      assert.deepEqual([refused.status, refused.code], [415, 'unsupported_type']);
    },
  },
  {
    title:
      'a quote shows what it quotes as it is now; only messages of that conversation are quoted',
    async run({ anyone, pair }) {
      const [ada, ben] = pair();
      const cleo = anyone(ada, ben);
      const quoted = await ada.send(ben, 'before');
      const elsewhere = await ada.send(cleo, 'elsewhere');
      const reply = { text: 'answer', replyTo: quoted._id };
      const { newMessage } = expectSuccess(await sendByHttp(ben, ada, reply));
      assert.deepEqual(
        [newMessage.replyTo?.messageId, newMessage.replyTo?.text],
        [quoted._id, 'before'],
      );
      const edit = { method: 'PATCH', json: { text: 'after' } };
      expectSuccess(await ada.call(`/api/messages/${quoted._id}`, edit));
      const { messages } = await ben.history(ada);
      assert.equal(messages.find(({ _id }) => _id === newMessage._id)?.replyTo?.text, 'after');
      const wrong = await sendByHttp(ada, ben, { text: 'x', replyTo: elsewhere._id });
      assert.equal(expectFailure(wrong).code, 'bad_request');
      const forward = expectSuccess(await sendByHttp(ben, cleo, { forwardOf: quoted._id }));
      assert.deepEqual(
        [forward.newMessage.text, forward.newMessage.forwarded, forward.newMessage.replyTo],
        ['after', true, null],
      );
    },
  },
  {
    title: 'a message reaches every socket of both people, whole and once',
    async run({ pair }) {
      const [ada, ben] = pair();
      const sockets = await Promise.all([ada.connect(), ada.connect(), ben.connect()]);
      const counts = sockets.map(() => 0);
      for (const [at, socket] of sockets.entries()) {
        socket.on('message:created', () => {
          counts[at] = (counts[at] ?? 0) + 1;
        });
      }
      const isLast = ({ text }: MessageDto) => text === 'last';
      const lastOnes = sockets.map((socket) => nextEvent(socket, 'message:created', isLast));
      const first = await ada.send(ben, 'first');
      const last = await ada.send(ben, 'last');
      for (const told of await Promise.all(lastOnes)) {
        assert.deepEqual({ ...told, delivered: false }, { ...last, delivered: false });
      }
      assert.equal(first.seq + 1, last.seq);
      assert.deepEqual(counts, [2, 2, 2]);
      for (const socket of sockets) socket.disconnect();
    },
  },
];
