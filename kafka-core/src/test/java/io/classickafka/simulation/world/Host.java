package io.classickafka.simulation.world;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** A machine with an address. Without power it neither answers nor refuses. */
public final class Host {

  private final int number;
  private final String address;
  private boolean powered = true;

  Host(int number, String address) {
    this.number = number;
    this.address = address;
  }

  int number() {
    return number;
  }

  /** Its address, as text of four numbers. */
  public String address() {
    return address;
  }

  public boolean isPowered() {
    return powered;
  }

  public void setPowered(boolean on) {
    powered = on;
  }

  InetAddress inet() {
    byte[] bytes = new byte[4];
    String[] parts = address.split("\\.", -1);
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) Integer.parseInt(parts[i]);
    }
    try {
      return InetAddress.getByAddress(address, bytes);
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public String toString() {
    return address;
  }
}
