import Check from 'lucide-react/icons/check';

interface FormResultProps {
  success: string | null;
  error: string | null;
}

/** How a form ended, said beside its button and to screen readers. */
export function FormResult({ success, error }: FormResultProps) {
  return (
    <>
      <p role="status" className="flex items-center gap-1.5 font-medium text-success empty:hidden">
        {success && (
          <>
            <Check className="size-4" aria-hidden="true" />
            {success}
          </>
        )}
      </p>
      <p role="alert" className="text-danger empty:hidden">
        {error}
      </p>
    </>
  );
}
