// `npm run gallery`: looks for every bug with many seeds, and keeps the smallest trace of each. Takes minutes.
import path from "node:path";
import { galleryMutants, writeGallery } from "./gallery.js";
import { createPool } from "./worker-pool.js";

const folder = path.resolve(import.meta.dirname, "../../traces/gallery");
await writeGallery(folder, galleryMutants, 40, createPool(0), (line) => console.log(line));
