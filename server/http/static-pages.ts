/** Sends the files of an author's folder, from memory: no request opens a file, and slow readers share the bytes. */
import type { RequestHandler } from 'express';
import { readFiles, type BundleFile } from './bundle.ts';
import { sendFile } from './client-pages.ts';

type Files = ReadonlyMap<string, BundleFile>;

/**
 * @param folder its files whose names do not begin with a dot; links are not followed
 * @param rereads whether each request reads the folder again
 * @throws Error where the folder cannot be read
 */
export async function staticPages(folder: string, rereads: boolean): Promise<RequestHandler> {
  let files = await filesIn(folder);
  return async (request, response, next) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return next();
    if (rereads) files = await filesIn(folder);
    const file = files.get(nameOf(request.path));
    if (file === undefined) next();
    else sendFile(file, request, response);
  };
}

async function filesIn(folder: string): Promise<Files> {
  try {
    // Nobody knows whether a name changes with the contents.
    const files = await readFiles(folder, () => false);
    return files;
  } catch (cause) {
    throw new Error(`the folder of the pages, ${folder}, cannot be read`, { cause });
  }
}

function nameOf(path: string): string {
  const name = path.endsWith('/') ? `${path}index.html` : path;
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
