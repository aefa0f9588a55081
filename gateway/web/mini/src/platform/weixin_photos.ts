// Photos in a mini-program: chosen and made smaller by WeChat, kept among the files that it saves for us.
import { NoAnswer, type HttpAnswer, type HttpRequest } from "./platform";
import { typeOf, type KeptPhoto } from "./photos";

export interface PhotoWeixin {
  request(options: any): unknown;
  chooseMedia?: (options: any) => void;
  downloadFile?: (options: any) => unknown;
  getFileSystemManager?: () => {
    saveFileSync(path: string): string;
    readFileSync(path: string): ArrayBuffer;
    unlinkSync(path: string): void;
    accessSync(path: string): void;
  };
}

export function createWeixinPhotos(wx: PhotoWeixin, apiAddress: string, answerOf: (result: any) => HttpAnswer) {
  const files = () => wx.getFileSystemManager!();

  function keep(path: string): KeptPhoto {
    const bytes = files().readFileSync(path);
    const type = typeOf(new Uint8Array(bytes.slice(0, 16)));
    // WeChat keeps 200 MB for one mini-program; beyond that the photo lasts as long as this visit.
    let name = path;
    try {
      name = files().saveFileSync(path);
    } catch {
      // Not kept for later.
    }
    return { name, type, bytes: bytes.byteLength };
  }

  return {
    choosePhotos: (most: number): Promise<KeptPhoto[]> =>
      new Promise((resolve, reject) => {
        if (!wx.chooseMedia) return resolve([]);
        wx.chooseMedia({
          count: most,
          mediaType: ["image"],
          sourceType: ["album", "camera"],
          sizeType: ["compressed"],
          success(result: { tempFiles: { tempFilePath: string }[] }) {
            try {
              resolve(result.tempFiles.slice(0, most).map((one) => keep(one.tempFilePath)));
            } catch (error) {
              reject(error);
            }
          },
          fail: () => resolve([]),
        });
      }),

    async photoAddress(name: string): Promise<string | null> {
      try {
        files().accessSync(name);
        return name;
      } catch {
        return null;
      }
    },

    dropPhoto(name: string): void {
      try {
        files().unlinkSync(name);
      } catch {
        // Gone already.
      }
    },

    // The gateway takes the file itself as the body, which wx.uploadFile cannot send; wx.request tells no progress.
    async sendPhoto(name: string, request: Omit<HttpRequest, "body">, progress: (part: number) => void): Promise<HttpAnswer | null> {
      let data: ArrayBuffer;
      try {
        data = files().readFileSync(name);
      } catch {
        return null;
      }
      return new Promise((resolve, reject) =>
        wx.request({
          url: apiAddress + request.path,
          method: request.method,
          header: request.headers,
          data,
          dataType: "text",
          responseType: "text",
          timeout: request.timeoutMs,
          success(result: any) {
            progress(1);
            resolve(answerOf(result));
          },
          fail: (error: { errMsg?: string }) => reject(new NoAnswer(error.errMsg ?? "upload failed")),
        }),
      );
    },

    picture: (path: string, headers: Record<string, string>): Promise<string | null> =>
      new Promise((resolve, reject) => {
        if (!wx.downloadFile) return resolve(null);
        wx.downloadFile({
          url: apiAddress + path,
          header: headers,
          success: (result: { statusCode: number; tempFilePath: string }) => resolve(result.statusCode === 200 ? result.tempFilePath : null),
          fail: (error: { errMsg?: string }) => reject(new NoAnswer(error.errMsg ?? "download failed")),
        });
      }),
  };
}
