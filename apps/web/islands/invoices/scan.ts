interface Detector {
  detect: (source: HTMLVideoElement) => Promise<{ rawValue: string }[]>;
}
type DetectorClass = new (options: { formats: string[] }) => Detector;

const betweenLooks = 250;

/** True for the text of a code that can be an invoice's: the tax service's list of fields, or an address. */
export const looksLikeInvoice = (text: string): boolean => /^01,\d{2},|^https?:\/\/\S+$/.test(text.trim());

/** Scans codes with the camera where the browser knows how; otherwise the place stays hidden and photos are uploaded. */
export function scanCodes(
  place: HTMLElement,
  words: { scanned: string; scanRefused: string; codeName: string },
  found: (text: string, name: string) => void,
): void {
  const area = place.querySelector<HTMLElement>('[data-scan]');
  const video = area?.querySelector('video');
  const start = area?.querySelector<HTMLElement>('[data-scan-start]');
  const stop = area?.querySelector<HTMLElement>('[data-scan-stop]');
  const said = area?.querySelector<HTMLElement>('[data-scan-said]');
  const Detect = (window as unknown as { BarcodeDetector?: DetectorClass }).BarcodeDetector;
  if (!area || !video || !start || !stop || !said || !Detect || !navigator.mediaDevices?.getUserMedia) return;
  area.hidden = false;
  const seen = new Set<string>();
  let stream: MediaStream | null = null;

  const close = (): void => {
    stream?.getTracks().forEach((track) => track.stop());
    stream = null;
    video.srcObject = null;
    video.hidden = stop.hidden = true;
    start.hidden = false;
  };

  const look = async (detector: Detector): Promise<void> => {
    while (stream) {
      const codes = video.readyState >= 2 ? await detector.detect(video).catch(() => []) : [];
      for (const code of codes) {
        const rawValue = code.rawValue;
        if (!stream || seen.has(rawValue) || !looksLikeInvoice(rawValue)) continue;
        seen.add(rawValue);
        const name = words.codeName.replace('{no}', String(seen.size));
        said.textContent = words.scanned.replace('{name}', name);
        navigator.vibrate?.(80);
        found(rawValue, name);
      }
      await new Promise((resolve) => setTimeout(resolve, betweenLooks));
    }
  };

  start.addEventListener('click', async () => {
    said.textContent = '';
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' }, audio: false });
      video.srcObject = stream;
      video.hidden = stop.hidden = false;
      start.hidden = true;
      await video.play();
      void look(new Detect({ formats: ['qr_code'] }));
    } catch {
      close();
      said.textContent = words.scanRefused;
    }
  });
  stop.addEventListener('click', close);
  window.addEventListener('pagehide', close);
}
