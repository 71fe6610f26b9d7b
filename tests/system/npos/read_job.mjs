// Reads a print job on stdin with npos, and tells on stdout what it found: {"commands": [...], "rasters": [...]}, each
// raster as [width, height, base64 of one byte a dot, 0 black]. The folder of its packages is the one argument.
import { createRequire } from "node:module";
import { buffer } from "node:stream/consumers";
import { join } from "node:path";

const require = createRequire(join(process.argv[2], "read_job.mjs"));
// Not the package's front door: that opens USB.
const Parser = require("npos/lib/parser");
const { raster } = require("npos/lib/codecs");

const job = await buffer(process.stdin);
const { tree, error } = Parser().analyze(job);
if (error) throw error;
const commands = tree.map((node) => `${node.ascii} ${node.fn ?? ""}`);
const rasters = tree
  .filter((node) => node.ascii === "GS" && node.fn === "v0")
  .map((node) => {
    // One at a time: of several it takes each for as wide as the widest.
    const image = raster.decode(job, { offset: node.offset });
    const dots = Buffer.alloc(image.width * image.height);
    for (let y = 0; y < image.height; y++)
      for (let x = 0; x < image.width; x++) dots[y * image.width + x] = image.getPixel(x, y) ? 255 : 0;
    return [image.width, image.height, dots.toString("base64")];
  });
process.stdout.write(JSON.stringify({ commands, rasters }));
