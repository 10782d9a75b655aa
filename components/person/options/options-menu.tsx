'use client';

import Ellipsis from 'lucide-react/icons/ellipsis-vertical';
import { useMessages } from '@/components/i18n/messages-provider';
import { useMenuButton } from '@/components/navigation/use-menu-button';
import { IconButton } from '@/components/ui/icon-button';
import { useOnDemand } from '@/components/ui/use-on-demand';
import type { PersonRow } from '@/lib/client/selectors/person-row';

const loadItems = () =>
  import('@/components/person/options/options-items').then((module) => module.OptionsItems);

interface OptionsMenuProps {
  person: PersonRow;
  /** Shows the details of the person, or takes them away. */
  onDetails: () => void;
}

/** What one may do with the conversation as a whole. */
export function OptionsMenu({ person, onDetails }: OptionsMenuProps) {
  const words = useMessages();
  const { buttonProps, isWanted, menu } = useMenuButton();
  const Items = useOnDemand(isWanted, loadItems);
  return (
    <div className="relative flex">
      <IconButton {...buttonProps} label={words.settings.menu} tip="below-end">
        <Ellipsis className="size-5" aria-hidden="true" />
      </IconButton>
      {Items && <Items person={person} onDetails={onDetails} {...menu} />}
    </div>
  );
}
