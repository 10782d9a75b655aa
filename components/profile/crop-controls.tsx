'use client';

import RotateCw from 'lucide-react/icons/rotate-cw';
import ZoomIn from 'lucide-react/icons/zoom-in';
import ZoomOut from 'lucide-react/icons/zoom-out';
import { useId } from 'react';
import { useAllMessages } from '@/components/i18n/use-all-messages';
import {
  CROP_MAX_ZOOM,
  type Crop,
  cropBounds,
  INITIAL_CROP,
  turnCrop,
} from '@/components/profile/crop';
import { Button } from '@/components/ui/button';
import { zoomAt } from '@/components/ui/pan-zoom';
import { Slider } from '@/components/ui/slider';

interface CropControlsProps {
  picture: ImageBitmap;
  crop: Crop;
  onChange: (crop: Crop) => void;
  /** As onChange, for changes that are announced to screen readers. */
  onKey: (crop: Crop) => void;
}

const MIDDLE = { x: 0, y: 0 };

/** Zoom, turn and reset, for those who do not use the picture itself. */
export function CropControls({ picture, crop, onChange, onKey }: CropControlsProps) {
  const words = useAllMessages().crop;
  const id = useId();
  const { view, turns } = crop;
  const zoomTo = (zoom: number) =>
    onChange({
      turns,
      view: zoomAt(view, { factor: zoom / view.zoom, at: MIDDLE }, cropBounds(picture, turns)),
    });
  return (
    <div className="flex flex-col gap-3">
      <div className="flex items-center gap-3 text-muted">
        <ZoomOut className="size-5 shrink-0" aria-hidden="true" />
        <label htmlFor={id} className="sr-only">
          {words.zoom}
        </label>
        <Slider
          id={id}
          min={1}
          max={CROP_MAX_ZOOM}
          step="any"
          value={view.zoom}
          aria-valuetext={words.percent(Math.round(view.zoom * 100))}
          onChange={(event) => zoomTo(Number(event.target.value))}
          className="flex-1"
        />
        <ZoomIn className="size-5 shrink-0" aria-hidden="true" />
      </div>
      <div className="flex flex-wrap justify-center gap-2">
        <Button variant="secondary" onClick={() => onKey(turnCrop(crop, picture))}>
          <RotateCw className="size-4" aria-hidden="true" />
          <span>{words.turn}</span>
        </Button>
        <Button variant="ghost" onClick={() => onKey(INITIAL_CROP)}>
          {words.reset}
        </Button>
      </div>
    </div>
  );
}
