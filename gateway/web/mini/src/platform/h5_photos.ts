// Photos in a browser: chosen through a file input, made smaller on a canvas, kept in IndexedDB.
import { NoAnswer, type HttpAnswer, type HttpRequest } from "./platform";
import { typeOf, type KeptPhoto } from "./photos";

export interface PhotoBrowser {
  indexedDB?: IDBFactory;
  XMLHttpRequest?: new () => XMLHttpRequest;
  URL?: { createObjectURL(blob: Blob): string; revokeObjectURL(address: string): void };
  createImageBitmap?: (blob: Blob, options?: ImageBitmapOptions) => Promise<ImageBitmap>;
  // Draws in the size given; null where the browser cannot.
  document: { createElement?: (tag: any) => any };
  crypto: Pick<Crypto, "getRandomValues">;
}

const STORE = "photos";
// The server keeps no more pixels a side; fewer bytes are what a slow network wants.
const LONGEST_SIDE = 2048;
// Small enough to go as it is.
const SMALL_BYTES = 600 * 1024;

export function createH5Photos(browser: PhotoBrowser) {
  // What a browser without (or with forbidden) IndexedDB keeps until the page is closed.
  const memory = new Map<string, Blob>();
  let opened: Promise<IDBDatabase | null> | null = null;

  function open(): Promise<IDBDatabase | null> {
    opened ??= new Promise((resolve) => {
      try {
        const asked = browser.indexedDB!.open("deputies", 1);
        asked.onupgradeneeded = () => asked.result.createObjectStore(STORE);
        asked.onsuccess = () => resolve(asked.result);
        asked.onerror = asked.onblocked = () => resolve(null);
      } catch {
        resolve(null);
      }
    });
    return opened;
  }

  async function work<T>(mode: IDBTransactionMode, act: (store: IDBObjectStore) => IDBRequest): Promise<T | null> {
    const database = await open();
    if (!database) throw new Error("no store");
    return new Promise((resolve, reject) => {
      const transaction = database.transaction(STORE, mode);
      const asked = act(transaction.objectStore(STORE));
      transaction.oncomplete = () => resolve((asked.result as T) ?? null);
      transaction.onerror = transaction.onabort = () => reject(transaction.error);
    });
  }

  async function keep(blob: Blob): Promise<KeptPhoto> {
    const name = Array.from(browser.crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, "0")).join("");
    const type = typeOf(new Uint8Array(await blob.slice(0, 16).arrayBuffer()));
    await work("readwrite", (store) => store.put(blob, name)).catch(() => memory.set(name, blob));
    return { name, type, bytes: blob.size };
  }

  async function get(name: string): Promise<Blob | null> {
    return memory.get(name) ?? (await work<Blob>("readonly", (store) => store.get(name)).catch(() => null));
  }

  // As it came when the browser cannot, or when it would not become smaller.
  async function smaller(file: Blob): Promise<Blob> {
    if (file.size <= SMALL_BYTES || !browser.createImageBitmap) return file;
    try {
      const picture = await browser.createImageBitmap(file, { imageOrientation: "from-image" });
      const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
      const canvas = browser.document.createElement!("canvas") as HTMLCanvasElement;
      canvas.width = Math.round(picture.width * scale);
      canvas.height = Math.round(picture.height * scale);
      canvas.getContext("2d")!.drawImage(picture, 0, 0, canvas.width, canvas.height);
      const drawn = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.85));
      return drawn && drawn.size < file.size ? drawn : file;
    } catch {
      return file;
    }
  }

  return {
    choosePhotos(most: number): Promise<KeptPhoto[]> {
      return new Promise((resolve, reject) => {
        const input = browser.document.createElement!("input") as HTMLInputElement;
        input.type = "file";
        input.accept = "image/jpeg,image/png,image/webp";
        input.multiple = most > 1;
        input.addEventListener("cancel", () => resolve([]));
        input.addEventListener("change", () => {
          const files = Array.from(input.files ?? []).slice(0, most);
          Promise.all(files.map(async (file) => keep(await smaller(file)))).then(resolve, reject);
        });
        input.click();
      });
    },

    async photoAddress(name: string): Promise<string | null> {
      const blob = await get(name);
      return blob ? browser.URL!.createObjectURL(blob) : null;
    },

    dropPhoto(name: string): void {
      memory.delete(name);
      work("readwrite", (store) => store.delete(name)).catch(() => undefined);
    },

    // fetch() tells nothing of an upload's progress.
    async sendPhoto(name: string, request: Omit<HttpRequest, "body">, progress: (part: number) => void): Promise<HttpAnswer | null> {
      const blob = await get(name);
      if (!blob) return null;
      return new Promise((resolve, reject) => {
        const call = new browser.XMLHttpRequest!();
        call.open(request.method, request.path);
        for (const [header, value] of Object.entries(request.headers)) call.setRequestHeader(header, value);
        call.timeout = request.timeoutMs;
        call.upload.onprogress = (event) => event.total && progress(event.loaded / event.total);
        call.onload = () => resolve({ status: call.status, headers: headersOf(call.getAllResponseHeaders()), text: call.responseText });
        call.onerror = call.ontimeout = call.onabort = () => reject(new NoAnswer("the upload was cut off"));
        call.send(blob);
      });
    },

    addressOf: (blob: Blob) => browser.URL!.createObjectURL(blob),
    freePicture(address: string): void {
      browser.URL?.revokeObjectURL(address);
    },
  };
}

function headersOf(lines: string): Record<string, string> {
  const pairs = lines.trim().split(/\r?\n/).map((line) => line.split(/:\s*/, 2));
  return Object.fromEntries(pairs.filter(([name]) => name).map(([name, value]) => [name.toLowerCase(), value ?? ""]));
}
