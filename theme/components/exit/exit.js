/* Exit: a click on the link, or Shift pressed three times, each at most five seconds after the last, empties the page
at once and puts the other site in its place, so that the way back leads to the page before. It keeps and sends nothing.
No sign that begins a tag stands in it. */
{
  let times = 0, last = 0;
  const link = document.querySelector(".exit");
  const leave = event => {
    event.preventDefault();
    document.body.hidden = true;
    location.replace(link.href);
  };
  link.addEventListener("click", leave);
  addEventListener("keydown", event => {
    if (event.repeat) return;
    if (event.key != "Shift" || event.timeStamp - last > 5000) times = 0;
    if (event.key == "Shift" && ++times > 2) leave(event);
    last = event.timeStamp;
  });
}
