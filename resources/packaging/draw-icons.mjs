// Draws the application's icons from icons/docket.svg with the Chromium that is there anyway:
// node resources/setup/run.mjs --display electron --no-sandbox resources/packaging/draw-icons.mjs
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { app, BrowserWindow } from 'electron';

const folder = path.join(import.meta.dirname, 'icons');
const svg = readFileSync(path.join(folder, 'docket.svg'), 'utf8');

/** The tile is 896 wide, at 64: small icons have no room for a margin, a Mac's have a wider one. */
const VIEWS = { whole: '0 0 1024 1024', small: '64 64 896 896', mac: '-44.8 -44.8 1113.6 1113.6' };
const SMALL_TO = 48;
const LINUX_SIZES = [16, 24, 32, 48, 64, 128, 256, 512];
const WINDOWS_SIZES = [16, 24, 32, 48, 64, 128, 256];
/** The names that a Mac's icon file has for its sizes; the second row is for screens with twice the pixels. */
const MAC_TYPES = [
  ...Object.entries({ icp4: 16, icp5: 32, icp6: 64, ic07: 128, ic08: 256, ic09: 512 }),
  ...Object.entries({ ic11: 32, ic12: 64, ic13: 256, ic14: 512, ic10: 1024 }),
];

// Not awaited here: Electron is ready only after its first module is.
app.whenReady().then(drawIcons);

async function drawIcons() {
  const window = new BrowserWindow({ show: false });
  await window.loadURL('data:text/html,<canvas></canvas>');
  const drawAll = async (sizes, viewOf) => {
    const pictures = [];
    for (const size of sizes) pictures.push({ size, png: await draw(window, size, viewOf(size)) });
    return pictures;
  };
  for (const { size, png } of await drawAll(LINUX_SIZES, viewFor)) writeFileSync(path.join(folder, `${size}x${size}.png`), png);
  writeFileSync(path.join(folder, 'docket.ico'), windowsIcon(await drawAll(WINDOWS_SIZES, viewFor)));
  const macSizes = MAC_TYPES.map(([, size]) => size);
  writeFileSync(path.join(folder, 'docket.icns'), macIcon(await drawAll(macSizes, () => VIEWS.mac)));
  app.exit();
}

function viewFor(size) {
  return size <= SMALL_TO ? VIEWS.small : VIEWS.whole;
}

async function draw(window, size, view) {
  const source = svg.replace(/width="1024" height="1024" viewBox="[^"]*"/, `width="${size}" height="${size}" viewBox="${view}"`);
  const address = await window.webContents.executeJavaScript(`(async () => {
    const picture = new Image();
    picture.src = 'data:image/svg+xml;base64,${Buffer.from(source).toString('base64')}';
    await picture.decode();
    const canvas = document.querySelector('canvas');
    canvas.width = canvas.height = ${size};
    canvas.getContext('2d').drawImage(picture, 0, 0, ${size}, ${size});
    return canvas.toDataURL('image/png');
  })()`);
  return Buffer.from(address.slice(address.indexOf(',') + 1), 'base64');
}

/** A directory of PNGs: https://en.wikipedia.org/wiki/ICO_(file_format) */
function windowsIcon(pictures) {
  const head = Buffer.alloc(6);
  head.writeUInt16LE(1, 2);
  head.writeUInt16LE(pictures.length, 4);
  let offset = head.length + 16 * pictures.length;
  const entries = pictures.map(({ size, png }) => {
    const entry = Buffer.alloc(16);
    // 256 is written as 0.
    entry.writeUInt8(size % 256, 0);
    entry.writeUInt8(size % 256, 1);
    entry.writeUInt16LE(1, 4);
    entry.writeUInt16LE(32, 6);
    entry.writeUInt32LE(png.length, 8);
    entry.writeUInt32LE(offset, 12);
    offset += png.length;
    return entry;
  });
  return Buffer.concat([head, ...entries, ...pictures.map(({ png }) => png)]);
}

/** PNGs, each with its type and length before it: https://en.wikipedia.org/wiki/Apple_Icon_Image_format */
function macIcon(pictures) {
  const parts = pictures.flatMap(({ png }, index) => [chunkHead(MAC_TYPES[index][0], png.length), png]);
  const body = Buffer.concat(parts);
  return Buffer.concat([chunkHead('icns', body.length), body]);
}

function chunkHead(type, length) {
  const head = Buffer.alloc(8);
  head.write(type, 'latin1');
  head.writeUInt32BE(length + head.length, 4);
  return head;
}
