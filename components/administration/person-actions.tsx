'use client';

import Ban from 'lucide-react/icons/ban';
import Ellipsis from 'lucide-react/icons/ellipsis-vertical';
import KeyRound from 'lucide-react/icons/key-round';
import LogOut from 'lucide-react/icons/log-out';
import ShieldCheck from 'lucide-react/icons/shield-check';
import Trash from 'lucide-react/icons/trash-2';
import * as Menu from 'radix-ui/dropdown-menu';
import { useRef } from 'react';
import { useAllMessages } from '@/components/i18n/use-all-messages';
import { useMenuButton } from '@/components/navigation/use-menu-button';
import { ICON_BUTTON_CLASS } from '@/components/ui/icon-button';
import { MENU_ITEM_CLASS, MenuPanel } from '@/components/ui/menu-panel';
import { Spinner } from '@/components/ui/spinner';
import { useMe } from '@/lib/client/hooks/people/use-me';
import type { AccountDto } from '@/lib/shared/accounts/admin-schemas';

interface PersonActionsProps {
  account: AccountDto;
  isPending: boolean;
  onChange: (to: { disabled?: boolean; role?: AccountDto['role'] }, done: string) => void;
  onEndSessions: () => void;
  onResetLink: () => void;
  onDelete: () => void;
}

/** The menu of what can be done about an account. */
export function PersonActions(props: PersonActionsProps) {
  const { account, isPending, onChange, onEndSessions, onResetLink, onDelete } = props;
  const texts = useAllMessages().administration;
  const isMe = useMe()._id === account._id;
  const { buttonProps, menu } = useMenuButton();
  // Once the focus is back at the button, so that what opens can return it there.
  const chosen = useRef<(() => void) | null>(null);
  const choose = (what: () => void) => () => {
    chosen.current = what;
  };
  const { fullName, role, disabled } = account;
  const isAdministrator = role === 'administrator';
  return (
    <div className="relative">
      <button
        {...buttonProps}
        type="button"
        aria-label={texts.actions(fullName)}
        className={ICON_BUTTON_CLASS}
      >
        {isPending ? <Spinner /> : <Ellipsis className="size-5" aria-hidden="true" />}
      </button>
      <MenuPanel
        {...menu}
        label={texts.actions(fullName)}
        onClosed={() => {
          chosen.current?.();
          chosen.current = null;
        }}
      >
        <Menu.Item className={MENU_ITEM_CLASS} onSelect={choose(onResetLink)}>
          <KeyRound className="size-4 text-muted" aria-hidden="true" />
          <span>{texts.resetLink}</span>
        </Menu.Item>
        <Menu.Item className={MENU_ITEM_CLASS} onSelect={choose(onEndSessions)}>
          <LogOut className="size-4 text-muted" aria-hidden="true" />
          <span>{texts.endSessions}</span>
        </Menu.Item>
        <Menu.Item
          className={MENU_ITEM_CLASS}
          onSelect={choose(() =>
            isAdministrator
              ? onChange({ role: 'member' }, texts.isMember(fullName))
              : onChange({ role: 'administrator' }, texts.isAdministrator(fullName)),
          )}
        >
          <ShieldCheck className="size-4 text-muted" aria-hidden="true" />
          <span>{isAdministrator ? texts.makeMember : texts.makeAdministrator}</span>
        </Menu.Item>
        <Menu.Item
          className={MENU_ITEM_CLASS}
          onSelect={choose(() =>
            onChange(
              { disabled: !disabled },
              disabled ? texts.isEnabled(fullName) : texts.isDisabled(fullName),
            ),
          )}
        >
          <Ban className="size-4 text-muted" aria-hidden="true" />
          <span>{disabled ? texts.enable : texts.disable}</span>
        </Menu.Item>
        {!isMe && (
          <Menu.Item className={`${MENU_ITEM_CLASS} text-danger`} onSelect={choose(onDelete)}>
            <Trash className="size-4" aria-hidden="true" />
            <span>{texts.delete}</span>
          </Menu.Item>
        )}
      </MenuPanel>
    </div>
  );
}
