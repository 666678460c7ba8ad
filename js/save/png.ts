/** A picture as pixels: two per CSS pixel, or fewer if the canvas would become too large. */

import { encoded } from "./keep";

const SCALE = 2;
const LONGEST = 16_384; // pixels, a side
const LARGEST = 2 ** 27; // pixels in total

export async function png(svg: string, width: number, height: number): Promise<Blob> {
  const image = new Image();
  image.src = `data:image/svg+xml,${encoded(svg)}`;
  await image.decode();
  const scale = scaleFor(width, height);
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((done, failed) => {
    canvas.toBlob((blob) => (blob ? done(blob) : failed(new Error("no picture"))), "image/png");
  });
}

export function scaleFor(width: number, height: number): number {
  return Math.min(SCALE, LONGEST / width, LONGEST / height, Math.sqrt(LARGEST / (width * height)));
}
