import { type Connection, createConnection, Schema, Types } from 'mongoose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Running, start } from './support';

let running: Running;
let connection: Connection;

beforeAll(async () => {
  running = await start();
  connection = await createConnection(running.database.uri).asPromise();
  Person = define(connection);
});
afterAll(async () => {
  await connection.close();
  await running.stop();
});

const personSchema = new Schema(
  {
    email: { type: String, unique: true },
    name: String,
    visits: { type: Number, default: 0 },
    tags: [String],
    marks: { type: Map, of: Number },
    friends: [{ type: Schema.Types.ObjectId, ref: 'Person' }],
    items: [{ key: String, count: Number }],
    big: BigInt,
    device: Schema.Types.UUID,
    price: Schema.Types.Decimal128,
  },
  { timestamps: true },
);
personSchema.index({ tags: 1, createdAt: -1 });

const define = (on: Connection) => on.model('Person', personSchema);
let Person: ReturnType<typeof define>;

test('a schema, its indexes and its types survive the way there and back', async () => {
  await Person.init();
  expect((await Person.listIndexes()).map(({ name }) => name)).toEqual([
    '_id_',
    'email_1',
    'tags_1_createdAt_-1',
  ]);
  expect(await Person.syncIndexes()).toEqual([]);
  const device = crypto.randomUUID();
  const { _id } = await Person.create({
    email: 'ann@example.org',
    name: 'Ann',
    tags: ['x', 'y'],
    marks: { first: 1 },
    big: 2n ** 60n,
    device,
    price: '1.50',
    items: [
      { key: 'a', count: 1 },
      { key: 'b', count: 2 },
    ],
  });
  await Person.updateOne({ _id }, { $set: { 'marks.second': 2 }, $inc: { visits: 1 } });
  const found = await Person.findById(_id);
  expect(found?.big).toBe(2n ** 60n);
  expect(String(found?.device)).toBe(device);
  expect(String(found?.price)).toBe('1.50');
  expect(found?.marks?.get('second')).toBe(2);
  expect(found?.createdAt).toBeInstanceOf(Date);
});

test('a second account with the same address is a duplicate key error that names the field', async () => {
  await expect(Person.create({ email: 'ann@example.org' })).rejects.toMatchObject({
    code: 11000,
    keyPattern: { email: 1 },
    keyValue: { email: 'ann@example.org' },
    message: expect.stringContaining(
      'E11000 duplicate key error collection: parley.people index: email_1 dup key: { email: "ann@example.org" }',
    ),
  });
  const many = Person.insertMany(
    [{ email: 'b@x' }, { email: 'ann@example.org' }, { email: 'c@x' }],
    { ordered: false },
  );
  await expect(many).rejects.toMatchObject({ code: 11000, insertedDocs: [{}, {}] });
  expect(await Person.countDocuments({ email: /@x$/ })).toBe(2);
});

test('updates by operators, array filters, position, pipeline and upsert', async () => {
  const filter = { email: 'ann@example.org' };
  await Person.updateOne(
    filter,
    { $set: { 'items.$[big].count': 9 } },
    { arrayFilters: [{ 'big.count': { $gt: 1 } }] },
  );
  await Person.updateOne({ ...filter, 'items.key': 'a' }, { $inc: { 'items.$.count': 4 } });
  await Person.updateOne(filter, [{ $set: { name: { $concat: ['$name', '!'] } } }], {
    updatePipeline: true,
  });
  const ann = await Person.findOne(filter).lean();
  expect(ann?.items.map(({ count }) => count)).toEqual([5, 9]);
  expect(ann?.name).toBe('Ann!');
  const made = await Person.findOneAndUpdate(
    { email: 'new@example.org' },
    { $max: { visits: 3 }, $setOnInsert: { name: 'New' } },
    { upsert: true, returnDocument: 'after' },
  );
  expect(made).toMatchObject({ name: 'New', visits: 3 });
});

test('populate, cursors, distinct, aggregation with lookup and bulkWrite', async () => {
  const all = await Person.insertMany(
    Array.from({ length: 250 }, (_, n) => ({ email: `p${n}@y`, name: `n${n % 5}`, visits: n })),
  );
  await Person.updateOne({ email: 'p0@y' }, { friends: [all[1]?._id, all[2]?._id] });
  const populated = await Person.findOne({ email: 'p0@y' }).populate('friends');
  expect(populated?.friends.map((one) => Reflect.get(one, 'email'))).toEqual(['p1@y', 'p2@y']);
  let seen = 0;
  for await (const _person of Person.find({ email: /@y$/ }).cursor({ batchSize: 40 })) seen++;
  expect(seen).toBe(250);
  expect(await Person.distinct('name', { email: /@y$/ })).toEqual(['n0', 'n1', 'n2', 'n3', 'n4']);
  const groups = await Person.aggregate([
    { $match: { email: /@y$/ } },
    { $group: { _id: '$name', total: { $sum: '$visits' }, friends: { $first: '$friends' } } },
    { $sort: { _id: 1 } },
    { $limit: 1 },
    { $lookup: { from: 'people', localField: 'friends', foreignField: '_id', as: 'friends' } },
  ]);
  expect(groups).toMatchObject([{ _id: 'n0', total: 6125, friends: [{}, {}] }]);
  const result = await Person.bulkWrite([
    { insertOne: { document: { email: 'bulk@z' } } },
    { updateMany: { filter: { visits: { $gte: 240 } }, update: { $set: { name: 'late' } } } },
    { deleteOne: { filter: { email: 'p3@y' } } },
    { replaceOne: { filter: { email: 'r@z' }, replacement: { email: 'r@z' }, upsert: true } },
  ]);
  expect(result).toMatchObject({
    insertedCount: 1,
    modifiedCount: 10,
    deletedCount: 1,
    upsertedCount: 1,
  });
});

test('collations find whatever the case', async () => {
  const collation = { locale: 'en', strength: 2 };
  expect(await Person.findOne({ name: 'LATE' }).collation(collation)).toMatchObject({
    name: 'late',
  });
  expect(await Person.findOne({ name: 'LATE' })).toBeNull();
});

test('a transaction is refused with a way out', async () => {
  const session = await connection.startSession();
  await expect(
    session.withTransaction(() => Person.create([{ email: 't@t' }], { session })),
  ).rejects.toMatchObject({ code: 263, message: expect.stringContaining('MONGODB_URI') });
  await session.endSession();
  expect(await Person.findById(new Types.ObjectId())).toBeNull();
});
