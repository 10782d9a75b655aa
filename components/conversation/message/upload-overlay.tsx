'use client';

import X from 'lucide-react/icons/x';
import { useAllMessages } from '@/components/i18n/use-all-messages';
import { ProgressRing } from '@/components/ui/progress-ring';

interface UploadOverlayProps {
  /** 0 to 1. */
  progress: number;
  onCancel: () => void;
}

/** Over a picture on its way: how far it is, and the way to stop it. */
export function UploadOverlay({ progress, onCancel }: UploadOverlayProps) {
  const words = useAllMessages();
  return (
    <div className="absolute inset-0 flex items-center justify-center bg-black/35">
      <button
        type="button"
        aria-label={words.status.cancelUpload}
        onClick={onCancel}
        className="relative flex size-14 items-center justify-center rounded-full bg-black/60 text-white hover:bg-black/75"
      >
        <ProgressRing value={progress} label={words.status.uploading(Math.round(progress * 100))} />
        <X className="size-5" aria-hidden="true" />
      </button>
    </div>
  );
}
