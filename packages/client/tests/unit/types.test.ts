import { expectTypeOf, test } from 'vitest';
import type { MessageDto, OwnUserDto, PersonDto } from '@/lib/shared/dto';
import type { ErrorCode as ServerErrorCode } from '@/lib/shared/errors';
import type { Account, ErrorCode, Message, Person } from '../../src/types';

test('the shapes that the package declares are those of the server’s answers', () => {
  expectTypeOf<Message>().toEqualTypeOf<MessageDto>();
  expectTypeOf<Person>().toEqualTypeOf<PersonDto>();
  expectTypeOf<Account>().toEqualTypeOf<OwnUserDto>();
  expectTypeOf<ErrorCode>().toEqualTypeOf<ServerErrorCode>();
});
