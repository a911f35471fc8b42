// What happened, said for a moment: with Undo for 8 seconds, else 5. At most three at once.

export interface Toast {
  id: number;
  text: string;
  /** Takes it back; named by the word on the button. */
  undo?: { label: string; run: () => void } | undefined;
  tone: "done" | "trouble";
}

const UNDO_MS = 8000;
const INFO_MS = 5000;
const MOST = 3;

class Toasts {
  list = $state<Toast[]>([]);
  #last = 0;
  #timers = new Map<number, ReturnType<typeof setTimeout>>();

  show(text: string, undo?: Toast["undo"]): void {
    this.#add({ id: ++this.#last, text, undo, tone: "done" });
  }

  /** For an error that has no form and no dialog to be shown in. Stays until somebody dismisses it. */
  trouble(text: string): void {
    this.#add({ id: ++this.#last, text, tone: "trouble" });
  }

  dismiss(id: number): void {
    this.hold(id);
    this.list = this.list.filter((toast) => toast.id !== id);
  }

  /** Undoes the newest that can be undone; false when there is none. */
  undoLast(): boolean {
    const toast = this.list.findLast((one) => one.undo);
    if (!toast?.undo) return false;
    this.dismiss(toast.id);
    toast.undo.run();
    return true;
  }

  /** Hover and focus stop the clock. */
  hold(id: number): void {
    clearTimeout(this.#timers.get(id));
    this.#timers.delete(id);
  }

  /** The clock starts again. */
  release(id: number): void {
    const toast = this.list.find((one) => one.id === id);
    if (!toast || toast.tone === "trouble") return;
    this.hold(id);
    this.#timers.set(id, setTimeout(() => this.dismiss(id), toast.undo ? UNDO_MS : INFO_MS));
  }

  #add(toast: Toast): void {
    this.list = [...this.list, toast].slice(-MOST);
    this.release(toast.id);
  }
}

export const toasts = new Toasts();
