// Moving list items with the pointer, an extra beside the buttons.

/** Items of `list` move when their handle is dragged; `moved` is told once, when the item is dropped somewhere else. */
export function draggable(list: HTMLElement, items: string, handle: string, moved: (item: HTMLElement) => void): void {
  list.addEventListener("pointerdown", (event) => {
    const grip = (event.target as Element).closest<HTMLElement>(handle);
    const item = grip?.closest<HTMLElement>(items);
    if (!grip || !item || event.button || list.closest("fieldset")?.disabled) return;
    event.preventDefault();
    drag(list, items, item, event.pointerId, moved);
  });
}

function drag(list: HTMLElement, items: string, item: HTMLElement, pointer: number, moved: (item: HTMLElement) => void): void {
  const before = item.nextElementSibling;
  const follow = (event: PointerEvent): void => {
    if (event.pointerId !== pointer) return;
    event.preventDefault();
    const over = siblingAt(list, items, event.clientY);
    if (over && over !== item) place(item, over, event.clientY);
  };
  const drop = (event: PointerEvent): void => {
    if (event.pointerId !== pointer) return;
    document.removeEventListener("pointermove", follow);
    document.removeEventListener("pointerup", drop);
    document.removeEventListener("pointercancel", drop);
    item.classList.remove("dragged");
    if (item.nextElementSibling !== before) moved(item);
  };
  item.classList.add("dragged");
  document.addEventListener("pointermove", follow, { passive: false });
  document.addEventListener("pointerup", drop);
  document.addEventListener("pointercancel", drop);
}

function siblingAt(list: HTMLElement, items: string, y: number): HTMLElement | undefined {
  return [...list.querySelectorAll<HTMLElement>(items)].find((item) => {
    const { top, bottom } = item.getBoundingClientRect();
    return y >= top && y <= bottom;
  });
}

/** Past the middle of the other item, so that items of unequal height do not swap to and fro. */
function place(item: HTMLElement, over: HTMLElement, y: number): void {
  const { top, height } = over.getBoundingClientRect();
  const down = (item.compareDocumentPosition(over) & Node.DOCUMENT_POSITION_FOLLOWING) > 0;
  if (down && y > top + height / 2) over.after(item);
  else if (!down && y < top + height / 2) over.before(item);
}
