import Check from 'lucide-react/icons/check';
import { translateError } from '@/components/i18n/translate-error';
import { useAllMessages } from '@/components/i18n/use-all-messages';
import type { ApiError } from '@/lib/client/transport/api-error';

interface FormResultProps {
  success: string | null;
  error: ApiError | null;
}

/** How a form ended, said beside its button and to screen readers. */
export function FormResult({ success, error }: FormResultProps) {
  const words = useAllMessages();
  return (
    <>
      <p role="status" className="flex items-center gap-1.5 font-medium text-success empty:hidden">
        {success && (
          <>
            <Check className="size-4" aria-hidden="true" />
            <span>{success}</span>
          </>
        )}
      </p>
      <p role="alert" className="text-danger empty:hidden">
        {error &&
          (Object.keys(error.problems).length > 0
            ? words.common.checkFields
            : translateError(words, error))}
      </p>
    </>
  );
}
