// Writes a .br and a .gz beside every compressible file of dist, so that the server never compresses by itself.
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const compressible = /\.(js|css|html|svg|json|txt|webmanifest|map)$/;
const smallest = 512; // bytes; below this the headers outweigh the gain

let files = 0;
for (const name of readdirSync('dist', { recursive: true })) {
  const path = join('dist', String(name));
  if (String(name).startsWith('.vite')) continue;
  if (!compressible.test(path) || !statSync(path).isFile()) continue;
  const content = readFileSync(path);
  if (content.length < smallest) continue;
  const quality = {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: content.length },
  };
  writeFileSync(`${path}.br`, brotliCompressSync(content, quality));
  writeFileSync(`${path}.gz`, gzipSync(content, { level: 9 }));
  files += 1;
}
// Keeps the folder known to git, which the Go package needs to embed it before the first build.
writeFileSync('dist/.gitkeep', '');
console.log(`precompressed ${files} files`);
