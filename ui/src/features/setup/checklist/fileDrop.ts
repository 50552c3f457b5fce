/** Files that are dropped or chosen, as text. */

/** What the backend takes at most; nothing larger is read. */
const LARGEST_BYTES = 1024 * 1024;

/** Keeps the window where it is when a file is dropped beside its place. Returns the way to stop that. */
export function refuseDrop(target: Window): () => void {
  const refuse = (event: DragEvent): void => {
    // Its place has taken it already.
    if (event.defaultPrevented) {
      return;
    }
    event.preventDefault();
    if (event.dataTransfer !== null) {
      event.dataTransfer.dropEffect = 'none';
    }
  };
  target.addEventListener('dragover', refuse);
  target.addEventListener('drop', refuse);
  return () => {
    target.removeEventListener('dragover', refuse);
    target.removeEventListener('drop', refuse);
  };
}

export type FileText = { text: string } | { problem: string };

export async function readText(file: File): Promise<FileText> {
  if (file.size > LARGEST_BYTES) {
    return { problem: `${file.name} is larger than 1 MiB. An app manifest is much smaller.` };
  }
  try {
    return { text: await file.text() };
  } catch {
    return { problem: `${file.name} could not be read.` };
  }
}

/** What a drop brings: the first file, or dragged text; `null` when neither. */
export async function readDrop(data: DataTransfer): Promise<FileText | null> {
  const [file] = [...data.files];
  if (file !== undefined) {
    return readText(file);
  }
  const text = data.getData('text/plain');
  return text === '' ? null : { text };
}
