"""Group buys: answers replace each other, money follows the goods, nothing is handed out unseen."""
