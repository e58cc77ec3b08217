/** How large pictures of people and rooms are, in px: as large as they are shown anywhere. */
const SIDE = 128;
/** Larger files are no pictures of anybody, in bytes. */
const LARGEST = 30_000_000;

/**
 * What is sent as a picture of somebody: the middle of a file that the browser can show, small, and without all else that was
 * in there (where and when it was taken).
 *
 * @returns `undefined`: it is no such file.
 */
export async function squarePicture(file: Blob): Promise<Blob | undefined> {
  if (!file.size || file.size > LARGEST) return undefined;
  try {
    const bitmap = await createImageBitmap(file);
    const canvas = document.createElement('canvas');
    canvas.width = canvas.height = SIDE;
    const context = canvas.getContext('2d');
    if (!context) return undefined;
    const side = Math.min(bitmap.width, bitmap.height);
    const [left, top] = [(bitmap.width - side) / 2, (bitmap.height - side) / 2];
    context.imageSmoothingQuality = 'high';
    context.drawImage(bitmap, left, top, side, side, 0, 0, SIDE, SIDE);
    bitmap.close();
    return await smallest(canvas, isOpaque(context));
  } catch {
    return undefined; // Nothing that can be drawn.
  }
}

/** Photos are smaller as JPEG, drawings as PNG; what one can see through is PNG. */
async function smallest(canvas: HTMLCanvasElement, isOpaque: boolean): Promise<Blob | undefined> {
  const types = isOpaque ? ['image/png', 'image/jpeg'] : ['image/png'];
  const blobs = await Promise.all(
    types.map((type) => new Promise<Blob | null>((done) => canvas.toBlob(done, type, 0.85))),
  );
  // A browser may give another type than it was asked for.
  const [first] = blobs
    .filter((blob, index) => blob?.type === types[index])
    .sort((one, other) => sizeOf(one) - sizeOf(other));
  return first ?? undefined;
}

function sizeOf(blob: Blob | null): number {
  return blob?.size ?? Infinity;
}

function isOpaque(context: CanvasRenderingContext2D): boolean {
  const { data } = context.getImageData(0, 0, SIDE, SIDE);
  return data.every((value, index) => index % 4 !== 3 || value === 255);
}
