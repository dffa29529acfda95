import { useEffect, useState } from 'preact/hooks';
import type { PictureRef } from '../../runner/events.ts';
import { loadData } from './data.ts';

/** A picture whose pixels can be read. */
export interface Pixels {
  readonly canvas: HTMLCanvasElement;
  at(x: number, y: number): readonly [red: number, green: number, blue: number] | undefined;
}

/** A page from disk may not read the pictures it shows, so the report has these as data as well. */
async function loadPixels(picture: PictureRef): Promise<Pixels> {
  const name = picture.replace(/^frames\/(.*)\.png$/, 'pixels-$1');
  const image = new Image();
  image.src = `data:image/png;base64,${await loadData<string>(name)}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = image.naturalWidth;
  canvas.height = image.naturalHeight;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('this browser draws no pictures');
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
  return {
    canvas,
    at(x, y) {
      if (x < 0 || y < 0 || x >= canvas.width || y >= canvas.height) return undefined;
      const place = (y * canvas.width + x) * 4;
      return [data[place] ?? 0, data[place + 1] ?? 0, data[place + 2] ?? 0];
    },
  };
}

/** Undefined while it loads; an Error when it cannot be had. */
export function usePixels(picture: PictureRef | undefined): Pixels | Error | undefined {
  const [pixels, setPixels] = useState<Pixels | Error>();
  useEffect(() => {
    if (picture === undefined) return;
    let wanted = true;
    setPixels(undefined);
    loadPixels(picture).then(
      (loaded) => wanted && setPixels(loaded),
      (error: Error) => wanted && setPixels(error),
    );
    return () => {
      wanted = false;
    };
  }, [picture]);
  return pixels;
}
