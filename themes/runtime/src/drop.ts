// Dragging items onto targets with the pointer, an extra beside their fields.

/** An item that is dragged by its handle onto a target is `dropped` there. */
export function droppable(
  list: HTMLElement, items: string, handle: string, targets: HTMLElement[], dropped: (item: HTMLElement, target: HTMLElement) => void,
): void {
  list.addEventListener("pointerdown", (event) => {
    const item = (event.target as Element).closest(handle)?.closest<HTMLElement>(items);
    if (!item || event.button || list.closest("fieldset")?.disabled) return;
    event.preventDefault();
    drag(item, targets, event, (target) => dropped(item, target));
  });
}

function drag(item: HTMLElement, targets: HTMLElement[], start: PointerEvent, dropped: (target: HTMLElement) => void): void {
  const mark = (over?: HTMLElement): void => targets.forEach((target) => target.classList.toggle("over", target === over));
  const follow = (event: PointerEvent): void => {
    if (event.pointerId !== start.pointerId) return;
    event.preventDefault();
    item.style.transform = `translate(${event.clientX - start.clientX}px, ${event.clientY - start.clientY}px)`;
    mark(targetAt(targets, event));
  };
  const end = (event: PointerEvent): void => {
    if (event.pointerId !== start.pointerId) return;
    document.removeEventListener("pointermove", follow);
    document.removeEventListener("pointerup", end);
    document.removeEventListener("pointercancel", end);
    item.classList.remove("dragged");
    item.style.transform = "";
    mark();
    const target = event.type === "pointerup" ? targetAt(targets, event) : undefined;
    if (target) dropped(target);
  };
  item.classList.add("dragged");
  document.addEventListener("pointermove", follow, { passive: false });
  document.addEventListener("pointerup", end);
  document.addEventListener("pointercancel", end);
}

function targetAt(targets: HTMLElement[], { clientX, clientY }: PointerEvent): HTMLElement | undefined {
  return targets.find((target) => {
    const { left, right, top, bottom } = target.getBoundingClientRect();
    return clientX >= left && clientX <= right && clientY >= top && clientY <= bottom;
  });
}
